package io.linker.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDocumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"$acl\":{\"$r\":\"x\"}}; {}",
                "{ \"$acl\" : [1] , \"a\":1 }; { \"a\":1 }",
                "{\"a\":1, \"$acl\":{}}; {\"a\":1}",
                "{\"a\":1, \"$acl\":{}, \"b\":2}; {\"a\":1, \"b\":2}",
                "{\"$acl\":1,\"$acl\":2,\"a\":1}; {\"a\":1}",
                "{\"a\":1,\"$acl\":1,\"$acl\":2}; {\"a\":1}",
                "{\"$acl\":1,\"a\":1.50,\"$acl\":2,\"b\":\"\\u0041\" ,\"$acl\":3 }; {\"a\":1.50,\"b\":\"\\u0041\" }",
                "{\"\\u0024acl\":1,\"a\":1}; {\"a\":1}",
                "{\"a\":{\"$acl\":1}}; {\"a\":{\"$acl\":1}}",
                "{'$acl':{'$r':'x'},'a':1}; {'a':1}",
                "{$acl:{$r:'x'},a:1}; {a:1}",
                "{/*c*/\"$acl\":1,\"a\":1}; {/*c*/\"a\":1}",
                "{}; {}"
            })
    void accessGoesAndNothingElse(String before, String after) {
        assertThat(new String(document(before).without(true, false), UTF_8)).isEqualTo(after);
    }

    @Test
    void manyCopiesOfAKeyTakeNoTime() {
        String copies = "{" + "\"$acl\":1,".repeat(200_000) + "\"a\":1}";
        assertThat(document(copies).without(true, false)).isEqualTo("{\"a\":1}".getBytes(UTF_8));
    }

    @Test
    void truncationIsReadReplacedAndRemoved() {
        StreamDocument document = document("{\"$maxCount\":5, \"$tb\": 100 }");
        assertThat(document.truncateBefore()).hasValue(100);
        assertThat(document.onlyTruncates()).isFalse();
        assertThat(document.withTruncateBefore(7)).isEqualTo("{\"$maxCount\":5, \"$tb\": 7 }".getBytes(UTF_8));
        assertThat(document.without(false, true)).isEqualTo("{\"$maxCount\":5 }".getBytes(UTF_8));
        assertThat(document("{\"$tb\":3}").onlyTruncates()).isTrue();
    }

    @Test
    void theLargestRevisionMeansDeleted() {
        assertThat(document("{\"$tb\":9223372036854775807}").isSoftDelete()).isTrue();
        assertThat(document("{\"$tb\":9223372036854775806}").isSoftDelete()).isFalse();
        assertThat(document("{\"$tb\":\"9223372036854775807\"}").isSoftDelete()).isFalse();
        assertThat(document("{\"$tb\":9223372036854775807,\"$tb\":1}").isSoftDelete())
                .isFalse();
        assertThat(document("{\"$tb\":99999999999999999999}").isSoftDelete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "5", "{\"$acl\":", "text"})
    void whatIsNoDocumentIsNone(String data) {
        assertThat(StreamDocument.read(data.getBytes(UTF_8))).isNull();
    }

    private static StreamDocument document(String data) {
        return Objects.requireNonNull(StreamDocument.read(data.getBytes(UTF_8)));
    }
}
