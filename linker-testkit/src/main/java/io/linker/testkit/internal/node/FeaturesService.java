package io.linker.testkit.internal.node;

import com.eventstore.dbclient.proto.serverfeatures.ServerFeaturesGrpc;
import com.eventstore.dbclient.proto.serverfeatures.Serverfeatures.SupportedMethod;
import com.eventstore.dbclient.proto.serverfeatures.Serverfeatures.SupportedMethods;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Tells which methods the node serves; clients decide by it what they can ask for. */
final class FeaturesService extends ServerFeaturesGrpc.ServerFeaturesImplBase {
    private static final Map<String, List<String>> FEATURES = Map.of(
            "event_store.client.streams.streams/read", List.of("position", "events"),
            "event_store.client.streams.streams/batchappend", List.of("deadline_duration"));
    private static final String GROUPS = "event_store.client.persistent_subscriptions.persistentsubscriptions/";

    private final String version;
    private final Supplier<List<ServiceDescriptor>> services;

    FeaturesService(String version, Supplier<List<ServiceDescriptor>> services) {
        this.version = version;
        this.services = services;
    }

    @Override
    public void getSupportedMethods(Shared.Empty request, StreamObserver<SupportedMethods> out) {
        SupportedMethods.Builder answer = SupportedMethods.newBuilder().setEventStoreServerVersion(version);
        for (ServiceDescriptor service : services.get()) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                answer.addMethods(describe(method.getFullMethodName().toLowerCase(Locale.ROOT)));
            }
        }
        out.onNext(answer.build());
        out.onCompleted();
    }

    private static SupportedMethod describe(String method) {
        int slash = method.indexOf('/');
        List<String> features =
                method.startsWith(GROUPS) ? List.of("stream", "all") : FEATURES.getOrDefault(method, List.of());
        return SupportedMethod.newBuilder()
                .setServiceName(method.substring(0, slash))
                .setMethodName(method.substring(slash + 1))
                .addAllFeatures(features)
                .build();
    }
}
