package io.linker.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers every connection with a greeting byte and then with what it is sent. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final int greeting;
    private final Thread acceptor;

    EchoServer(int greeting) throws IOException {
        this.greeting = greeting;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = daemon(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                var unused = daemon(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            out.write(greeting);
            in.transferTo(out);
        } catch (IOException broken) {
            return; // tests break connections on purpose
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join(10_000); // the port is free only when nobody waits in accept any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
