package io.linker.examples.shop;

import io.linker.event.NewEvent;

/**
 * An event of the shop and where it belongs.
 *
 * @param stream the stream it is written to
 * @param revision the revision it has there
 * @param event the event itself
 */
public record ShopEvent(String stream, long revision, NewEvent event) {}
