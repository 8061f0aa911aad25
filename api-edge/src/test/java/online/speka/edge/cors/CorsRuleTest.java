package online.speka.edge.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

class CorsRuleTest {

  @Test
  void withoutOriginsItIsOff() {
    assertThat(rule().isOn()).isFalse();
    assertThat(rule("*").isOn()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "nothing",
      value = {
        "https://a.example, https://a.example",
        "HTTPS://A.example, HTTPS://A.example",
        "http://localhost:3000, http://localhost:3000",
        "http://a.example, nothing",
        "https://a.example:444, nothing",
        "https://a.example.evil.example, nothing",
        "https://b.a.example, nothing",
        "null, nothing",
        "nothing, nothing",
      })
  void onlyAConfiguredOriginIsAllowed(
      @org.jspecify.annotations.Nullable String origin,
      @org.jspecify.annotations.Nullable String allowed) {
    HttpHeaders request = new HttpHeaders();
    if (origin != null) {
      request.set(HttpHeaders.ORIGIN, origin);
    }
    HttpHeaders answer = new HttpHeaders();

    rule("https://a.example", "http://localhost:3000").answer(request, answer);

    assertThat(answer.getAccessControlAllowOrigin()).isEqualTo(allowed);
    assertThat(answer.getVary()).containsExactly("Origin");
  }

  @Test
  void aStarAllowsEveryOriginButNoCredentialsOfTheBrowser() {
    HttpHeaders request = new HttpHeaders();
    request.set(HttpHeaders.ORIGIN, "https://anywhere.example");
    HttpHeaders answer = new HttpHeaders();

    rule("*").answer(request, answer);

    assertThat(answer.getAccessControlAllowOrigin()).isEqualTo("*");
    assertThat(answer.getAccessControlAllowCredentials()).isFalse();
  }

  @Test
  void anOptionsRequestWithoutAQuestionIsNoPreflight() {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.ORIGIN, "https://a.example");
    assertThat(CorsRule.isPreflight(HttpMethod.OPTIONS, headers)).isFalse();
    headers.set(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "POST");
    assertThat(CorsRule.isPreflight(HttpMethod.OPTIONS, headers)).isTrue();
    assertThat(CorsRule.isPreflight(HttpMethod.POST, headers)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://*.example.com",
        "https://user@app.example.com",
        "null",
        ""
      })
  void whatIsNoOriginIsRefusedAtTheStart(String origin) {
    assertThatThrownBy(() -> rule(origin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speka.edge.cors.allowedOrigins");
  }

  private static CorsRule rule(String... origins) {
    return new CorsRule(
        new CorsProperties(
            List.of(origins),
            List.of("GET", "POST"),
            List.of("*"),
            List.of("x-request-id"),
            Duration.ofHours(1)));
  }
}
