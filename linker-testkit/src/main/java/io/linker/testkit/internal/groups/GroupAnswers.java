package io.linker.testkit.internal.groups;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp.ReadEvent.RecordedEvent;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.SubscriptionInfo;
import com.eventstore.dbclient.proto.shared.Shared;
import com.google.protobuf.ByteString;
import io.linker.testkit.internal.log.LogRecord;
import java.util.UUID;

/** What goes out to clients. */
final class GroupAnswers {
    private GroupAnswers() {}

    static ReadResp confirmation(String subscriptionId) {
        return ReadResp.newBuilder()
                .setSubscriptionConfirmation(
                        ReadResp.SubscriptionConfirmation.newBuilder().setSubscriptionId(subscriptionId))
                .build();
    }

    /** Unlike in a plain read, a target shows the position of the link that led to it. */
    static ReadResp event(LogEvent event, int retries, boolean idsAsText) {
        long position = event.original().position();
        ReadResp.ReadEvent.Builder shown =
                ReadResp.ReadEvent.newBuilder().setCommitPosition(position).setRetryCount(retries);
        if (event.target() != null) {
            shown.setEvent(record(event.target(), position, idsAsText));
        }
        if (event.followed()) {
            shown.setLink(record(event.original(), position, idsAsText));
        }
        return ReadResp.newBuilder().setEvent(shown).build();
    }

    private static RecordedEvent record(LogRecord record, long position, boolean idAsText) {
        return RecordedEvent.newBuilder()
                .setId(id(record.id(), idAsText))
                .setStreamIdentifier(
                        Shared.StreamIdentifier.newBuilder().setStreamName(ByteString.copyFromUtf8(record.stream())))
                .setStreamRevision(record.revision())
                .setCommitPosition(position)
                .setPreparePosition(position)
                .putMetadata("type", record.type())
                .putMetadata("created", Long.toString(record.createdTicks()))
                .putMetadata("content-type", record.json() ? "application/json" : "application/octet-stream")
                .setData(record.data())
                .setCustomMetadata(record.metadata())
                .build();
    }

    private static Shared.UUID id(UUID id, boolean asText) {
        Shared.UUID.Builder shown = Shared.UUID.newBuilder();
        return asText
                ? shown.setString(id.toString()).build()
                : shown.setStructured(Shared.UUID
                                .Structured
                                .newBuilder()
                                .setMostSignificantBits(id.getMostSignificantBits())
                                .setLeastSignificantBits(id.getLeastSignificantBits()))
                        .build();
    }

    static UUID id(Shared.UUID id) {
        if (id.hasStructured()) {
            return new UUID(
                    id.getStructured().getMostSignificantBits(),
                    id.getStructured().getLeastSignificantBits());
        }
        return UUID.fromString(id.getString());
    }

    static SubscriptionInfo info(GroupStatistics group) {
        GroupDefinition definition = group.definition();
        GroupSettings settings = definition.settings();
        DeliveryStatistics delivery = group.delivery();
        SubscriptionInfo.Builder info = SubscriptionInfo.newBuilder()
                .setEventSource(definition.source())
                .setGroupName(definition.group())
                .setStatus(group.status())
                .setAveragePerSecond(delivery.delivered().perSecond())
                .setTotalItems(delivery.delivered().total())
                .setCountSinceLastMeasurement(delivery.delivered().sinceLast())
                .setLastCheckpointedEventPosition(group.lastCheckpoint())
                .setLastKnownEventPosition(group.lastKnown())
                .setStartFrom(definition.start().text())
                .setReadBufferCount(delivery.waitingFresh())
                .setRetryBufferCount(delivery.waitingAgain())
                .setTotalInFlightMessages(delivery.consumers().stream()
                        .mapToInt(ConsumerStatistics::inFlight)
                        .sum())
                .setOutstandingMessagesCount(delivery.outstanding())
                .setParkedMessageCount(group.parked())
                .setResolveLinkTos(settings.resolveLinks())
                .setMessageTimeoutMilliseconds(settings.messageTimeoutMs())
                .setExtraStatistics(settings.extraStatistics())
                .setMaxRetryCount(settings.maxRetryCount())
                .setLiveBufferSize(settings.liveBufferSize())
                .setBufferSize(settings.historyBufferSize())
                .setReadBatchSize(settings.readBatchSize())
                .setCheckPointAfterMilliseconds(settings.checkpointAfterMs())
                .setMinCheckPointCount(settings.minCheckpointCount())
                .setMaxCheckPointCount(settings.maxCheckpointCount())
                .setNamedConsumerStrategy(settings.strategy().text())
                .setMaxSubscriberCount(settings.maxSubscriberCount());
        delivery.consumers().forEach(consumer -> info.addConnections(connection(consumer)));
        return info.build();
    }

    private static SubscriptionInfo.ConnectionInfo connection(ConsumerStatistics consumer) {
        SubscriptionInfo.ConnectionInfo.Builder info = SubscriptionInfo.ConnectionInfo.newBuilder()
                .setUsername(consumer.name().user())
                .setConnectionName(consumer.name().connection())
                .setAverageItemsPerSecond(consumer.delivered().perSecond())
                .setTotalItems(consumer.delivered().total())
                .setCountSinceLastMeasurement(consumer.delivered().sinceLast())
                .setAvailableSlots(consumer.freeSlots())
                .setInFlightMessages(consumer.inFlight());
        consumer.latenciesMillis()
                .forEach((key, value) -> info.addObservedMeasurements(
                        SubscriptionInfo.Measurement.newBuilder().setKey(key).setValue(value)));
        return info.build();
    }
}
