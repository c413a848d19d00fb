package dev.orderflow.drill.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock of the commands that put load and changes on the cluster. The system releases it when its process ends. */
final class RunLock implements AutoCloseable {

    private final FileChannel file;

    private RunLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock, and writes this process's number into its file.
     *
     * @throws IllegalStateException if another process has it
     * @throws IOException if the file cannot be made
     */
    static RunLock take(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                file.truncate(0);
                file.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                return new RunLock(file);
            }
        } catch (OverlappingFileLockException e) {
            // This process has it.
        }
        var holder = Files.readString(path);
        file.close();
        throw new IllegalStateException(
                "another incident, proof or drill runs on this machine (process %s); wait for it, or end it: kill %1$s"
                        .formatted(holder));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
