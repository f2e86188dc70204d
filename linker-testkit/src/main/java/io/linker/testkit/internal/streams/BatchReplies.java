package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

/**
 * The answering side of a batch append call. The real server goes on reading whatever the client does with the
 * answers; this one stops reading while answers pile up, so that a client that reads none costs bounded memory. After
 * a half-close it answers everything and then completes.
 */
final class BatchReplies {
    /** Batches begun and not answered, beyond which no more are read. */
    private static final int MAX_OPEN = 8192;

    private final ServerCallStreamObserver<BatchAppendResp> out;
    private int open;
    private boolean readingStopped;
    private boolean halfClosed;
    private boolean over;

    BatchReplies(ServerCallStreamObserver<BatchAppendResp> out) {
        this.out = out;
        out.disableAutoRequest();
        out.setOnReadyHandler(this::resumeReading);
        out.setOnCancelHandler(this::abandon);
        out.request(1);
    }

    synchronized void opened() {
        open++;
    }

    /** A message was dealt with; asks for the next one if its answer will find room. */
    synchronized void taken() {
        if (out.isReady() && open < MAX_OPEN) {
            out.request(1);
        } else {
            readingStopped = true;
        }
    }

    private synchronized void resumeReading() {
        if (readingStopped && open < MAX_OPEN && out.isReady()) {
            readingStopped = false;
            out.request(1);
        }
    }

    void answer(PendingBatch batch, AppendAnswer answer) {
        if (answer instanceof AppendAnswer.Done done) {
            BatchAppendResp.Builder response = response(batch.address());
            BatchAnswers.put(done.result(), response);
            close(response.build());
        } else if (answer instanceof AppendAnswer.TimedOut) {
            answer(batch, BatchAnswers.timeout());
        } else if (answer instanceof AppendAnswer.NotReady notReady) {
            answer(batch, BatchAnswers.notReady(notReady.text()));
        } else if (answer instanceof AppendAnswer.Failed) {
            answer(batch, BatchAnswers.unknown());
        } else if (answer instanceof AppendAnswer.CallFailed failed) {
            fail(failed.failure());
        }
    }

    void answer(PendingBatch batch, Status error) {
        close(response(batch.address()).setError(error).build());
    }

    /** Answers a chunk whose batch was not begun, or stays incomplete. */
    synchronized void refuse(PendingBatch.Address address, Status error) {
        if (!over) {
            out.onNext(response(address).setError(error).build());
        }
    }

    private static BatchAppendResp.Builder response(PendingBatch.Address address) {
        return BatchAppendResp.newBuilder()
                .setCorrelationId(address.correlation())
                .setStreamIdentifier(address.stream());
    }

    private synchronized void close(BatchAppendResp response) {
        open--;
        if (!over) {
            out.onNext(response);
            completeIfAnswered();
            resumeReading();
        }
    }

    synchronized void halfClosed() {
        halfClosed = true;
        completeIfAnswered();
    }

    private void completeIfAnswered() {
        if (halfClosed && open == 0 && !over) {
            over = true;
            out.onCompleted();
        }
    }

    synchronized void fail(StatusRuntimeException failure) {
        if (!over) {
            over = true;
            out.onError(failure);
        }
    }

    private synchronized void abandon() {
        over = true;
    }
}
