package online.speka.infra.cli;

/// Starting point of `infra/cli/speka`.
public final class SpekaApplication {

  private SpekaApplication() {}

  public static void main(String... arguments) {
    System.exit(SpekaCommand.execute(System.getenv(), arguments));
  }
}
