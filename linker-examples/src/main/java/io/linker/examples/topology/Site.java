package io.linker.examples.topology;

import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import io.linker.testkit.EmbeddedEventStore;

/** A database, and a client of it that applications share. */
record Site(EmbeddedEventStore store, EventStoreDBClient client) implements AutoCloseable {
    static Site start() {
        var store = EmbeddedEventStore.start();
        return new Site(
                store, EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(store.connectionString())));
    }

    @Override
    public void close() {
        client.shutdown().exceptionally(why -> null).join();
        store.close();
    }
}
