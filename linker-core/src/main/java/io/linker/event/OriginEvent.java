package io.linker.event;

/**
 * An event as it arrived from the origin.
 *
 * @param event the event; of a category, the target of the link (or the link itself where its target is gone)
 * @param position where the origin stands once this event is done
 */
public record OriginEvent(RecordedEvent event, OriginPosition position) {
    /** The lane it belongs to at the origin. */
    public String lane() {
        return Lane.of(event.stream());
    }
}
