package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.wire.Batches;
import io.linker.testkit.wire.Wire;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AccessControlTest {
    private static final String ONLY_CLERKS = "{\"$acl\":{\"$r\":[\"clerks\"],\"$w\":\"clerks\",\"$mr\":\"bob\"}}";

    private Users users;
    private EmbeddedEventStore node;
    private Wire anonymous;
    private Wire admin;
    private Wire ops;
    private Wire alice;
    private Wire bob;

    @BeforeEach
    void start() {
        users = Users.defaults().add("alice", "secret", "clerks").add("bob", "secret");
        node = EmbeddedEventStore.builder().users(users).start();
        anonymous = Wire.to(node);
        admin = anonymous.as("admin", "changeit");
        ops = anonymous.as("ops", "changeit");
        alice = anonymous.as("alice", "secret");
        bob = anonymous.as("bob", "secret");
    }

    @AfterEach
    void stop() {
        anonymous.close();
        node.close();
    }

    @Test
    void anInsecureNodeTakesAnyCredentialsAndNone() throws Exception {
        try (var open = EmbeddedEventStore.start();
                Wire wire = Wire.to(open)) {
            assertThat(wire.append("$all-mine")).isZero();
            assertThat(wire.as("nobody", "nothing").append("s")).isZero();
            wire.with("authorization", "Basic %%%").readAll();
        }
    }

    @Test
    void wrongCredentialsFailEverywhereEvenWhereNoneAreNeeded() {
        users.disable("bob");
        for (Wire wrong : new Wire[] {anonymous.as("alice", "wrong"), anonymous.as("carol", "secret"), bob}) {
            assertUnauthenticated(() -> wrong.append("s"));
            assertUnauthenticated(wrong::gossip);
            assertUnauthenticated(wrong::version);
            assertUnauthenticated(() -> {
                throw wrong.batches().send(1, "s", -1).answers().end();
            });
        }
        assertThatCode(anonymous::gossip).doesNotThrowAnyException();
        assertThatCode(anonymous::version).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic YWxpY2U6c2VjcmV0", "Bearer abc", "", "Basic", "Basic YWxpY2U="})
    void whatDoesNotLookLikeCredentialsIsAnonymous(String header) {
        Wire wire = anonymous.with("authorization", header);
        assertThatCode(wire::gossip).doesNotThrowAnyException();
        assertDenied(() -> wire.append("s"));
    }

    @Test
    void undecodableCredentialsBreakTheCall() {
        var failure =
                failureOf(() -> anonymous.with("authorization", "Basic %%%").append("s"));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
    }

    @Test
    void anonymousCallersMayUseNoStream() {
        assertDenied(() -> anonymous.append("s"));
        assertDenied(() -> anonymous.count("missing"));
        assertDenied(() -> anonymous.delete("s"));
        assertDenied(anonymous::readAll);
        assertDenied(() -> {
            throw anonymous.subscribe("s").end();
        });
    }

    @Test
    void anonymousCallersUseOpenStreamsWhereTheyAreAllowedTo() throws Exception {
        users.allowAnonymous();
        admin.append("$$guarded", "$metadata", ONLY_CLERKS);
        assertThat(anonymous.append("s")).isZero();
        assertDenied(() -> anonymous.append("guarded"));
        assertDenied(anonymous::readAll);
    }

    @Test
    void everyUserHasOrdinaryStreamsAndTheirMetadata() throws Exception {
        assertThat(bob.append("s")).isZero();
        assertThat(bob.append("$$s", "$metadata", "{}")).isZero();
        assertThat(bob.count("s")).isEqualTo(1);
        bob.delete("s");
    }

    @Test
    void onlyAdminsHaveSystemStreamsAndAll() throws Exception {
        assertThat(admin.append("$mine")).isZero();
        admin.readAll();
        for (Wire other : new Wire[] {ops, alice}) {
            assertDenied(() -> other.append("$mine"));
            assertDenied(() -> other.count("$mine"));
            assertDenied(other::readAll);
        }
    }

    @Test
    void anAccessControlListNamesUsersAndGroups() throws Exception {
        admin.append("$$guarded", "$metadata", ONLY_CLERKS);
        assertThat(alice.append("guarded")).isZero();
        assertThat(alice.count("guarded")).isEqualTo(1);
        assertDenied(() -> bob.append("guarded"));
        assertDenied(() -> bob.count("guarded"));
        assertDenied(() -> ops.count("guarded"));
        assertThat(admin.append("guarded")).isEqualTo(1);

        assertThat(bob.count("$$guarded")).isEqualTo(1);
        assertDenied(() -> alice.count("$$guarded"));
        bob.delete("guarded");
    }

    @Test
    void allIsReadByWhoeverItsOwnMetadataNames() throws Exception {
        admin.append("$$$all", "$metadata", "{\"$acl\":{\"$r\":[\"alice\"]}}");
        alice.readAll();
        assertDenied(bob::readAll);
    }

    @Test
    void settingsReplaceTheBuiltInDefaults() throws Exception {
        admin.append(
                "$settings",
                "$settings",
                "{\"$userStreamAcl\":{\"$w\":\"clerks\"},\"$systemStreamAcl\":{\"$r\":[\"bob\"]}}");
        assertThat(alice.append("s")).isZero();
        assertDenied(() -> bob.append("s"));
        assertThat(bob.count("s")).isEqualTo(1);
        assertThat(bob.count("$settings")).isEqualTo(1);
    }

    @Test
    void someThingsAreDeniedEvenToAdmins() {
        assertDenied(() -> admin.append("$all"));
        assertDenied(() -> admin.delete("$$s"));
        assertDenied(() -> admin.tombstone("$$s"));
    }

    @Test
    void aDeniedBatchDoesNotEndItsCall() throws Exception {
        admin.append("$$guarded", "$metadata", ONLY_CLERKS);
        Batches batches = bob.batches().send(1, "guarded", -1).send(2, "s", -1);

        var denied = batches.answers().next();
        assertThat(denied.getError().getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(denied.getError().getMessage()).isEqualTo("AccessDenied");
        assertThat(batches.answers().next().hasSuccess()).isTrue();
    }

    @Test
    void openCallsGoOnWhateverHappensToTheirUser() throws Exception {
        bob.append("s");
        var subscription = bob.subscribe("s");
        subscription.next(3); // confirmation, event, caught up
        Batches batches = bob.batches();
        batches.send(1, "other", -1).answers().next();

        users.disable("bob");
        admin.append("$$s", "$metadata", ONLY_CLERKS);
        admin.append("s");

        assertThat(subscription.next().hasEvent()).isTrue();
        assertThat(batches.send(2, "other", 0).answers().next().hasSuccess()).isTrue();
        assertUnauthenticated(() -> bob.append("other"));
        users.enable("bob");
        assertThat(bob.append("other")).isEqualTo(2);
        assertDenied(() -> bob.count("s"));
    }

    @Test
    void aNewPasswordCountsAtOnce() throws Exception {
        users.changePassword("alice", "changed");
        assertUnauthenticated(() -> alice.append("s"));
        assertThat(anonymous.as("alice", "changed").append("s")).isZero();
        assertThatThrownBy(() -> users.changePassword("carol", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertUnauthenticated(ThrowingCallable call) {
        assertThat(failureOf(call).getStatus())
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(Status.Code.UNAUTHENTICATED, "Unauthenticated");
    }

    private static void assertDenied(ThrowingCallable call) {
        StatusRuntimeException failure = failureOf(call);
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(Wire.trailer(failure, "exception")).isEqualTo("access-denied");
    }

    private static StatusRuntimeException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }
}
