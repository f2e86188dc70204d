package io.linker.examples;

import picocli.CommandLine.Option;

/** Where the two databases of a link are. */
class DatabaseOptions {
    @Option(
            names = "--origin",
            paramLabel = "URI",
            required = true,
            description = "Connection string of the database to read, for example"
                    + " esdb://admin:changeit@localhost:2113?tls=false.")
    String origin = "";

    @Option(
            names = "--destination",
            paramLabel = "URI",
            required = true,
            description = "Connection string of the database that holds the copy.")
    String destination = "";
}
