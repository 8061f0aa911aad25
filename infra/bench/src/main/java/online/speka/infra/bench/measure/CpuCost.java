package online.speka.infra.bench.measure;

/// CPU of one role, split in what each request costs and what each chunk costs: the solution of
/// `cpu = request + tokens × chunk` for two runs whose streams differ in nothing but their length.
public record CpuCost(double requestMs, double chunkMs) {

  /// @param fewTokens tokens a request had in the one run, and its CPU per request
  /// @param manyTokens the same of the other
  public static CpuCost between(
      int fewTokens, double fewMsPerRequest, int manyTokens, double manyMsPerRequest) {
    if (fewTokens >= manyTokens) {
      throw new IllegalArgumentException("needs two lengths, not " + fewTokens + ", " + manyTokens);
    }
    double chunk = (manyMsPerRequest - fewMsPerRequest) / (manyTokens - fewTokens);
    return new CpuCost(fewMsPerRequest - fewTokens * chunk, chunk);
  }
}
