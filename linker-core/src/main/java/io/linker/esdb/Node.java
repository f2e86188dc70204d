package io.linker.esdb;

import io.grpc.Channel;
import io.linker.event.ServerInfo;
import java.net.InetSocketAddress;

/**
 * The node a session uses.
 *
 * @param address where it was reached
 * @param calls its channel, with the headers that every call carries
 * @param info what it says about itself
 * @param batchAppend whether it takes batches
 * @param who name of the database and endpoint of the node, for people
 */
record Node(InetSocketAddress address, Channel calls, ServerInfo info, boolean batchAppend, String who) {}
