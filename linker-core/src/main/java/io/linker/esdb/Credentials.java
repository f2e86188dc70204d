package io.linker.esdb;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user of a database.
 *
 * @param user login name, without a colon: the server takes what stands before the first one
 * @param password password; never printed
 */
public record Credentials(String user, String password) {
    /** The value of the {@code authorization} header. The server reads UTF-8, so no letter is out of reach. */
    String authorization() {
        byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    @Override
    public String toString() {
        return "***";
    }
}
