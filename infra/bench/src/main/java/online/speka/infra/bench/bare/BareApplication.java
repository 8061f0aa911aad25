package online.speka.infra.bench.bare;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The bare server as a process of its own. Ends when its standard input does: that is when whoever
/// started it has gone, however it went.
@Command(
    name = "bare",
    mixinStandardHelpOptions = true,
    description = "Writes the bytes of an edge's channel to whoever asks for a job.")
public final class BareApplication implements Callable<Integer> {

  /// What it says once it hears the channel and serves, followed by the port.
  public static final String READY = "BARE port=";

  @Option(names = "--redis", required = true, paramLabel = "URI")
  private String redis = "";

  @Option(names = "--channel", required = true, description = "The edge's.")
  private String channel = "";

  public static void main(String... args) {
    System.exit(new CommandLine(new BareApplication()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    BareStreams streams = new BareStreams();
    try (BareServer server = BareServer.start(streams);
        RedisFrames _ = RedisFrames.hear(redis, channel, streams::message)) {
      System.out.println(READY + server.port());
      while (System.in.read() >= 0) {
        // Whoever holds the other end writes nothing; only its end is news.
      }
    }
    return 0;
  }
}
