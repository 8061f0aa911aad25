package online.speka.infra.bench.upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import online.speka.infra.bench.net.ClockConfiguration;
import online.speka.infra.bench.script.StreamScript.Shape;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The upstream as a process of its own, so that its CPU is not taken for anybody else's. Ends when
/// its standard input does: that is when whoever started it has gone, however it went.
@Command(
    name = "upstream",
    mixinStandardHelpOptions = true,
    description = "An OpenAI-compatible server that answers after a fixed delay.")
public final class UpstreamApplication implements Callable<Integer> {

  /// What it says once it serves, followed by the port.
  public static final String READY = "UPSTREAM port=";

  @Option(names = "--port", defaultValue = "0", description = "0 for any.")
  private int port;

  @Option(names = "--model", defaultValue = "bench/fixed-delay")
  private String model = "";

  @Option(names = "--first-token-ms", defaultValue = "20", description = "If the prompt has none.")
  private int firstTokenMs;

  @Option(names = "--inter-token-ms", defaultValue = "10", description = "If the prompt has none.")
  private int interTokenMs;

  @Option(names = "--tokens", defaultValue = "16", description = "If the prompt has none.")
  private int tokens;

  public static void main(String... args) {
    System.exit(new CommandLine(new UpstreamApplication()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Shape shape =
        new Shape(Duration.ofMillis(firstTokenMs), Duration.ofMillis(interTokenMs), tokens);
    try (UpstreamServer server =
        UpstreamServer.start(port, model, shape, ClockConfiguration.ticker())) {
      System.out.println(READY + server.port());
      while (System.in.read() >= 0) {
        // Whoever holds the other end writes nothing; only its end is news.
      }
    }
    return 0;
  }
}
