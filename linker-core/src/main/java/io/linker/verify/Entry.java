package io.linker.verify;

import com.google.common.hash.Hashing;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What is kept of one event: names and hashes. Contents are compared by 64 bits of a hash each, which no accident of
 * storage or transport defeats.
 *
 * @param role what the event means to its lane
 * @param lane the lane at the destination
 * @param revision its revision in its own database
 * @param marked the metadata without conflict marks
 * @param bare for an expected event the metadata without provenance, where it may lack it; else the same as {@code metadata}
 * @param ours for a found event whether it says that it came by the link
 * @param late for an expected event whether the link need not have copied it yet
 */
record Entry(
        Role role,
        String lane,
        long revision,
        UUID id,
        long type,
        boolean json,
        long data,
        long metadata,
        long marked,
        long bare,
        boolean ours,
        boolean late) {
    enum Role {
        EVENT,
        DOCUMENT,
        DELETE,
        TOMBSTONE,
        /** The server, or another link's echo, gave the stream a document that is not compared; it lives. */
        REVIVAL,
        /** The link does not replicate this about the lane, so nothing is expected of it. */
        UNTOLD
    }

    static Entry expected(Role role, String lane, RecordedEvent origin, NewEvent event, LinkRules rules) {
        long metadata = hash(event.metadata());
        return new Entry(
                role,
                lane,
                origin.revision(),
                event.id(),
                hash(event.type().getBytes(StandardCharsets.UTF_8)),
                event.json(),
                hash(event.data()),
                metadata,
                hashUnlessSame(rules.withoutMarks(event.metadata()), event.metadata(), metadata),
                rules.mayLackProvenance() ? hashUnlessSame(origin.metadata(), event.metadata(), metadata) : metadata,
                false,
                false);
    }

    static Entry found(Role role, String lane, RecordedEvent event, byte[] data, LinkRules rules) {
        long metadata = hash(event.metadata());
        return new Entry(
                role,
                lane,
                event.revision(),
                event.id(),
                hash(event.type().getBytes(StandardCharsets.UTF_8)),
                event.json(),
                hash(data),
                metadata,
                hashUnlessSame(rules.withoutMarks(event.metadata()), event.metadata(), metadata),
                metadata,
                rules.isShared(lane) && rules.cameByLink(event),
                false);
    }

    static Entry control(Role role, String lane, RecordedEvent event) {
        return new Entry(role, lane, event.revision(), event.id(), 0, false, 0, 0, 0, 0, false, false);
    }

    /** The same, which the link need not have copied yet. */
    Entry asLate() {
        return new Entry(role, lane, revision, id, type, json, data, metadata, marked, bare, ours, true);
    }

    /** Which fields of a found event are not as expected. */
    List<String> differences(Entry found) {
        var fields = new ArrayList<String>(4);
        if (type != found.type) {
            fields.add("type");
        }
        if (json != found.json) {
            fields.add("content type");
        }
        if (data != found.data) {
            fields.add("data");
        }
        if (metadata != found.metadata && marked != found.marked && bare != found.metadata) {
            fields.add("metadata");
        }
        return fields;
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(role.name());
        byte[] name = lane.getBytes(StandardCharsets.UTF_8);
        out.writeInt(name.length);
        out.write(name);
        out.writeLong(revision);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        out.writeLong(type);
        out.writeByte((json ? 1 : 0) | (ours ? 2 : 0) | (late ? 4 : 0));
        out.writeLong(data);
        out.writeLong(metadata);
        out.writeLong(marked);
        out.writeLong(bare);
    }

    static Entry read(DataInput in) throws IOException {
        Role role = Role.valueOf(in.readUTF());
        byte[] name = new byte[in.readInt()];
        in.readFully(name);
        long revision = in.readLong();
        var id = new UUID(in.readLong(), in.readLong());
        long type = in.readLong();
        int flags = in.readByte();
        return new Entry(
                role,
                new String(name, StandardCharsets.UTF_8),
                revision,
                id,
                type,
                (flags & 1) != 0,
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                (flags & 2) != 0,
                (flags & 4) != 0);
    }

    static long hash(byte[] bytes) {
        return Hashing.farmHashFingerprint64().hashBytes(bytes).asLong();
    }

    private static long hashUnlessSame(byte[] bytes, byte[] other, long hashOfOther) {
        return bytes == other ? hashOfOther : hash(bytes);
    }
}
