package io.linker.filter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A filter's text for the checkpoint: readable while it is short. */
final class Fingerprint {
    private static final int LONGEST_TEXT = 256;

    private Fingerprint() {}

    static String of(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
