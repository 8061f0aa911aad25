package online.speka.ledger.generations;

import online.speka.ledger.funds.FundBoard;
import online.speka.ledger.funds.FundLevels;

/// Where it is asked which reservations there are, and which of them stand.
record Sources(FundBoard board, FundLevels levels, UnfinishedJobs jobs, OpenJobs open) {}
