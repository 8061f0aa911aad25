package online.speka.edge;

import online.speka.contract.catalog.Catalog;
import online.speka.contract.wire.CatalogFile;

/** A catalog for tests without services. */
public final class TestCatalog {
  public static final String CHAT = "meta/llama-3.3-70b-instruct";
  public static final String EMBEDDINGS = "all-minilm-l6-v2";
  public static final String IMAGES = "picture/simulated";

  private TestCatalog() {}

  public static Catalog catalog() {
    return CatalogFile.parse(
        """
        models:
          - id: %s
            kind: chat
            owned_by: simulated
            context_tokens: 8192
            output_tokens_max: 1000
            prices: {prompt: 1000000, cached_prompt: 500000, completion: 4000000}
            engine: {simulator: {}}
          - id: %s
            kind: embeddings
            owned_by: simulated
            context_tokens: 512
            output_tokens_max: 0
            prices: {prompt: 1000000, cached_prompt: 500000, completion: 0}
            engine: {simulator: {}}
          - id: %s
            kind: images
            owned_by: simulated
            context_tokens: 4096
            output_tokens_max: 16
            prices: {prompt: 0, cached_prompt: 0, completion: 4000000}
            engine: {simulator: {}}
        """
            .formatted(CHAT, EMBEDDINGS, IMAGES),
        "test catalog");
  }
}
