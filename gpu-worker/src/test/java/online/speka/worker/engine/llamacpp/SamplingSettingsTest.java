package online.speka.worker.engine.llamacpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.speka.worker.engine.llamacpp.SamplingSettings.Penalties;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.InvalidRequestException;
import org.junit.jupiter.api.Test;

class SamplingSettingsTest {

  private static SamplingSettings of(String fields) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + fields + "}";
    return SamplingSettings.of(ChatRequest.parse(body.getBytes(UTF_8)).sampling(), 100);
  }

  @Test
  void whatTheClientDoesNotSayIsWhatSmallModelsNeed() {
    SamplingSettings settings = of("");
    assertThat(settings.temperature()).isEqualTo(0.2);
    assertThat(settings.topK()).isEqualTo(40);
    assertThat(settings.topP()).isEqualTo(0.9);
    assertThat(settings.minP()).isEqualTo(0.05);
    assertThat(settings.penalties()).isEqualTo(Penalties.NONE);
    assertThat(settings.seed()).isNull();
  }

  @Test
  void whatTheClientSaysHolds() {
    SamplingSettings settings =
        of(
            """
            ,"temperature":0,"top_p":0.5,"top_k":-1,"min_p":0,"presence_penalty":1,
            "frequency_penalty":-1,"repetition_penalty":1.1,"seed":-7,
            "logit_bias":{"3":-100,"4":5}""");
    assertThat(settings.temperature()).isZero();
    assertThat(settings.topP()).isEqualTo(0.5);
    assertThat(settings.topK()).isZero();
    assertThat(settings.minP()).isZero();
    assertThat(settings.penalties()).isEqualTo(new Penalties(1, -1, 1.1));
    assertThat(settings.seed()).isEqualTo(-7L);
    assertThat(settings.bias()).containsEntry(3, Double.NEGATIVE_INFINITY).containsEntry(4, 5.0);
  }

  @Test
  void everyChoiceHasASeedOfItsOwn() {
    assertThat(of(",\"seed\":5").forChoice(0).seed()).isEqualTo(5L);
    assertThat(of(",\"seed\":5").forChoice(2).seed()).isEqualTo(7L);
    assertThat(of("").forChoice(2).seed()).isNull();
  }

  @Test
  void aBiasIsForATokenOfTheModel() {
    for (String key : new String[] {"100", "-1", "hello", "99999999999"}) {
      assertThatThrownBy(() -> of(",\"logit_bias\":{\"" + key + "\":1}"))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("0 to 99");
    }
  }
}
