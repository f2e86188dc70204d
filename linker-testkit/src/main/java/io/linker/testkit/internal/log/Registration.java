package io.linker.testkit.internal.log;

/** A listener's place in the log's list; closing it twice does no harm. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
