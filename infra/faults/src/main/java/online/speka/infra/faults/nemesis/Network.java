package online.speka.infra.faults.nemesis;

import online.speka.infra.faults.proxy.Link;
import online.speka.infra.faults.proxy.Weather;

/// What lies between the platform's parts and its servers.
public interface Network {

  /// From now on this link is like this.
  void set(Link link, Weather weather);
}
