package online.speka.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.wire.CatalogFile;
import org.junit.jupiter.api.Test;

class EnginesTest {

  private static final Catalog CATALOG =
      CatalogFile.parse(
          """
          models:
            - {id: good, kind: chat, owned_by: t, context_tokens: 10, prices: {prompt: 0, cached_prompt: 0, completion: 0}, engine: {simulator: {}}}
            - {id: broken, kind: chat, owned_by: t, context_tokens: 10, prices: {prompt: 0, cached_prompt: 0, completion: 0}, engine: {simulator: {}}}
            - {id: other, kind: chat, owned_by: t, context_tokens: 10, prices: {prompt: 0, cached_prompt: 0, completion: 0}, engine: {onnx: {model: m, threads: 1, batch_max: 1}}}
          """,
          "test");

  private final List<String> closed = new ArrayList<>();

  @Test
  void oneEngineThatCannotStartLeavesTheOthersAlone() {
    Engines engines = Engines.start(CATALOG, List.of(), List.of(new Factory()));

    assertThat(engines.served()).hasSize(3);
    assertThat(served(engines, "good").ready()).isTrue();
    assertThat(served(engines, "broken"))
        .isInstanceOfSatisfying(
            Engines.Served.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("no such file"));
    assertThat(served(engines, "other"))
        .isInstanceOfSatisfying(
            Engines.Served.Failed.class, failed -> assertThat(failed.reason()).contains("onnx"));
    assertThat(served(engines, "other").ready()).isFalse();
  }

  @Test
  void onlyTheChosenModelsAreServed() {
    Engines engines = Engines.start(CATALOG, List.of("good"), List.of(new Factory()));

    assertThat(engines.served())
        .extracting(each -> each.spec().id().value())
        .containsExactly("good");
    assertThat(engines.find(new ModelId("broken"))).isEmpty();
  }

  @Test
  void aChosenModelThatIsNotInTheCatalogIsNamed() {
    assertThatThrownBy(() -> Engines.start(CATALOG, List.of("good", "typo"), List.of()))
        .hasMessageContaining("speka.worker.models")
        .hasMessageContaining("typo");
  }

  @Test
  void everyEngineIsClosed() {
    Engines.start(CATALOG, List.of("good"), List.of(new Factory())).close();

    assertThat(closed).containsExactly("good");
  }

  private static Engines.Served served(Engines engines, String model) {
    return engines.find(new ModelId(model)).orElseThrow();
  }

  private final class Factory implements EngineFactory {
    @Override
    public boolean supports(ModelSpec spec) {
      return !spec.id().value().equals("other");
    }

    @Override
    public Engine create(ModelSpec spec) {
      if (spec.id().value().equals("broken")) {
        throw new EngineStartException("no such file", null);
      }
      return new Engine() {
        @Override
        public boolean ready() {
          return true;
        }

        @Override
        public boolean deterministic() {
          return true;
        }

        @Override
        public EngineResult run(EngineRun run, AnswerSink sink) {
          throw new IllegalStateException("not run");
        }

        @Override
        public void close() {
          closed.add(spec.id().value());
        }
      };
    }
  }
}
