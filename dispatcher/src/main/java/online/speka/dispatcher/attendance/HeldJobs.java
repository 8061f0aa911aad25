package online.speka.dispatcher.attendance;

import java.util.List;
import online.speka.contract.job.Job;

/// The unfinished jobs of the models that this process owns.
public interface HeldJobs {
  List<Job> held();
}
