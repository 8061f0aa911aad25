package online.speka.edge.auth;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a request comes from.
///
/// @param peer other end of the connection; null if it is gone already
/// @param forwardedFor every value of `X-Forwarded-For`, which anybody can send
public record Caller(@Nullable InetAddress peer, List<String> forwardedFor) {}
