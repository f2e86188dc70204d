package io.linker.testkit.internal.groups;

/**
 * Who a consumer is, for the statistics.
 *
 * @param user       the login name, or what stands for a caller without one
 * @param connection the {@code connection-name} header
 */
record ConsumerName(String user, String connection) {}
