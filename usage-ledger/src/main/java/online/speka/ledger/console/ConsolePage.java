package online.speka.ledger.console;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import online.speka.ledger.reporting.Reports;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The page, and the two files it needs. The template engine knows no expressions, only names, and
/// escapes whatever it puts in.
@RestController
class ConsolePage {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);
  private static final MediaType SVG = new MediaType("image", "svg+xml");
  private static final CacheControl AN_HOUR =
      CacheControl.maxAge(Duration.ofHours(1)).cachePrivate();

  private final Reports reports;
  private final InstantSource clock;
  private final int recentBillsMax;
  private final Template template =
      Mustache.compiler()
          .escapeHTML(true)
          .compile(new String(file("console.html"), StandardCharsets.UTF_8));
  private final byte[] style = file("console.css");
  private final byte[] icon = file("icon.svg");

  ConsolePage(Reports reports, InstantSource clock, ConsoleProperties properties) {
    this.reports = reports;
    this.clock = clock;
    this.recentBillsMax = properties.recentBillsMax();
  }

  @GetMapping("/")
  ResponseEntity<String> page(@RequestParam(defaultValue = "24h") String period) {
    Period chosen = Period.of(period);
    Instant now = clock.instant();
    ConsoleView view =
        ConsoleView.of(
            now,
            chosen,
            // The end is exclusive, and a job may have ended this very moment.
            reports.usage(now.minus(chosen.length()), now.plusSeconds(1)),
            reports.balance(),
            reports.check(now),
            reports.recentBills(recentBillsMax));
    return ResponseEntity.ok().contentType(HTML).body(template.execute(view));
  }

  @GetMapping("/console.css")
  ResponseEntity<byte[]> style() {
    return ResponseEntity.ok().contentType(CSS).cacheControl(AN_HOUR).body(style);
  }

  @GetMapping("/icon.svg")
  ResponseEntity<byte[]> icon() {
    return ResponseEntity.ok().contentType(SVG).cacheControl(AN_HOUR).body(icon);
  }

  private static byte[] file(String name) {
    try (InputStream in = ConsolePage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }
}
