-- A transaction sums to zero, has two postings at least, and is closed when it commits.
create function require_balanced_transaction() returns trigger language plpgsql as $$
declare
  postings bigint;
  total    numeric;
begin
  select count(*), sum(p.amount) into postings, total
    from posting p where p.transaction_id = new.transaction_id;
  if postings < 2 or total <> 0 then
    raise exception 'transaction % has % postings that sum to %', new.transaction_id, postings, total
      using errcode = 'check_violation', constraint = 'transaction_balanced';
  end if;
  return null;
end $$;

create constraint trigger transaction_balanced after insert on ledger_transaction
  deferrable initially deferred for each row execute function require_balanced_transaction();
create constraint trigger transaction_balanced after insert on posting
  deferrable initially deferred for each row execute function require_balanced_transaction();

create function require_open_transaction() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join ledger_transaction t using (transaction_id)
     where t.opened_in <> pg_current_xact_id()) then
    raise exception 'a posting was added to a transaction that is closed'
      using errcode = 'check_violation', constraint = 'transaction_closed';
  end if;
  return null;
end $$;
create trigger transaction_closed after insert on posting
  referencing new table as added for each statement execute function require_open_transaction();

-- What is written stays as it was written; a mistake is corrected by another transaction.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is immutable: % refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation', constraint = 'immutable';
end $$;

create trigger immutable before update or delete or truncate on posting
  for each statement execute function refuse_change();
create trigger immutable before update or delete or truncate on ledger_transaction
  for each statement execute function refuse_change();
create trigger immutable before update or delete or truncate on job_bill
  for each statement execute function refuse_change();
create trigger immutable before update or delete or truncate on price_version
  for each statement execute function refuse_change();
