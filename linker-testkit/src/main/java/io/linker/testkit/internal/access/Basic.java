package io.linker.testkit.internal.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Credentials as a request carries them. */
record Basic(String login, String password) {
    private static final String SCHEME = "Basic ";

    /**
     * Reads the value of the {@code authorization} header. As on the server, everything that does not look like these
     * credentials (another scheme, another case of it, no colon) means none at all.
     *
     * @throws IllegalArgumentException if what follows the scheme cannot be decoded
     */
    static Optional<Basic> parse(@Nullable String header) {
        if (header == null || !header.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String decoded = new String(Base64.getDecoder().decode(header.substring(SCHEME.length())), UTF_8);
        int colon = decoded.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Basic(decoded.substring(0, colon), decoded.substring(colon + 1)));
    }
}
