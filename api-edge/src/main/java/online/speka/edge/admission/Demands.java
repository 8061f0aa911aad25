package online.speka.edge.admission;

import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;
import online.speka.edge.validation.InferenceRequest;

/// What a request is expected to take. The edge has no tokenizer: a prompt given as text is
/// estimated from its bytes, on the high side for English.
public final class Demands {
  private static final int BYTES_PER_TOKEN = 4;

  private Demands() {}

  /// Most tokens that a request can take.
  public static long tokens(InferenceRequest request) {
    return promptTokens(request) + request.outputTokensMax();
  }

  private static long promptTokens(InferenceRequest request) {
    int promptBytes = request.promptEnd() - request.promptStart();
    return request.promptTokens() >= 0
        ? request.promptTokens()
        : Math.ceilDiv(promptBytes, BYTES_PER_TOKEN);
  }

  public static Job.Demand of(TenantId tenant, InferenceRequest request, byte[] body) {
    return new Job.Demand(
        promptTokens(request),
        request.outputTokensMax(),
        CostBound.of(request),
        PrefixHashes.of(tenant, body, request.promptStart(), request.promptEnd()));
  }
}
