package online.speka.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A catalog file of one model. */
public final class TestCatalog {

  private TestCatalog() {}

  public static Path write(Path directory, long prompt, long cachedPrompt, long completion) {
    return write(directory, Facts.CHAT.value(), prompt, cachedPrompt, completion);
  }

  public static Path write(
      Path directory, String model, long prompt, long cachedPrompt, long completion) {
    try {
      return Files.writeString(
          directory.resolve("catalog.yml"),
          """
          models:
            - id: %s
              kind: chat
              owned_by: simulated
              context_tokens: 8192
              prices: {prompt: %d, cached_prompt: %d, completion: %d}
              engine:
                simulator: {}
          """
              .formatted(model, prompt, cachedPrompt, completion));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
