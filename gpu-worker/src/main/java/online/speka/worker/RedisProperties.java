package online.speka.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where Redis is.
///
/// @param url `redis://[user:password@]host:port`, or `rediss` for TLS
/// @param connectTimeout until a connection stands
/// @param timeout until a command is answered
@ConfigurationProperties("spring.data.redis")
record RedisProperties(
    @DefaultValue("redis://127.0.0.1:6379") String url,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("2s") Duration timeout) {}
