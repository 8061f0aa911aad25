package online.speka.infra.faults.nemesis;

/// Everything but processes that a nemesis can lay hands on.
public record Surroundings(
    Network network, Deliveries deliveries, Disks disks, Poisoner poisoner) {}
