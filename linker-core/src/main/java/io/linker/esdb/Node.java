package io.linker.esdb;

import io.grpc.Channel;
import io.linker.event.ServerInfo;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The node a session uses.
 *
 * @param address where it was reached
 * @param calls its channel, with the headers that every call carries
 * @param info what it says about itself
 * @param batchAppend whether it takes batches
 * @param who name of the database and endpoint of the node, for people
 * @param lost becomes true when the connection that was found is gone; the channel goes on with another one, unseen
 */
record Node(
        InetSocketAddress address,
        Channel calls,
        ServerInfo info,
        boolean batchAppend,
        String who,
        AtomicBoolean lost) {}
