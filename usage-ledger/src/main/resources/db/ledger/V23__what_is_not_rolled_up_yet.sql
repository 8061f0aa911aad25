-- What the sums by the hour and by the month do not hold yet, seen at the same moment as they are.
-- How little it is the planner cannot know: it would read all there ever was. Hence the setting,
-- which also keeps these from being merged into the query that asks.

create function bills_not_rolled_up() returns setof job_bill language sql stable rows 1000
  set enable_seqscan = off as $$
  select * from job_bill where posted_in > (select rolled_to from rollup)
$$;

create function entries_not_rolled_up() returns setof ledger_transaction language sql stable
  rows 100 set enable_seqscan = off as $$
  select * from ledger_transaction
   where opened_in > (select rolled_to from rollup) and kind <> 'JOB_CHARGE'
$$;
