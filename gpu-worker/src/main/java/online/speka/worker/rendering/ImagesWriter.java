package online.speka.worker.rendering;

import java.util.Base64;
import java.util.Set;
import online.speka.contract.job.Job;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.ImageRequest;

/// Writes images as one document, each image as soon as it is there.
public final class ImagesWriter {

  /// The sizes that the interface has a word for; an answer names no other.
  private static final Set<ImageSize> NAMED =
      Set.of(new ImageSize(1024, 1024), new ImageSize(1024, 1536), new ImageSize(1536, 1024));

  private static final int BYTES_USUAL = 64 * 1024;

  private final ImageRequest request;
  private final JsonBytes out = new JsonBytes(BYTES_USUAL);
  private int images;

  public ImagesWriter(Job job, ImageRequest request) {
    this.request = request;
    out.raw("{\"created\":").number(job.window().submittedAt().getEpochSecond());
    out.raw(",\"data\":[");
  }

  /// @param image a whole file in the format asked for
  public void add(byte[] image) {
    out.raw(images++ == 0 ? "" : ",").raw("{\"b64_json\":\"");
    out.raw(Base64.getEncoder().encode(image)).raw("\"}");
  }

  /// The whole document.
  public byte[] finish(Usage usage) {
    out.raw("],\"output_format\":\"").raw(request.format().wire()).raw("\"");
    if (NAMED.contains(request.size())) {
      out.raw(",\"size\":\"").raw(request.size().toString()).raw("\"");
    }
    out.raw(",\"usage\":{\"input_tokens\":").number(usage.promptTokens());
    out.raw(",\"output_tokens\":").number(usage.completionTokens());
    out.raw(",\"total_tokens\":").number(usage.totalTokens());
    out.raw(",\"input_tokens_details\":{\"text_tokens\":").number(usage.promptTokens());
    return out.raw(",\"image_tokens\":0}}}").toBytes();
  }
}
