-- An organisation (tenant) has projects; a key belongs to one of them for ever, and may open less
-- than everything.

create table project (
  project_id text primary key check (length(project_id) between 1 and 64),
  tenant_id  text not null references tenant,
  name       text not null check (length(name) between 1 and 100),
  -- Where keys live that nobody put elsewhere.
  is_default boolean not null default false,
  created_at timestamptz not null,
  unique (tenant_id, project_id),
  unique (tenant_id, name)
);
create unique index project_one_default on project (tenant_id) where is_default;

-- The id of an organisation's first project follows from the organisation's.
create function open_default_project() returns trigger language plpgsql as $$
begin
  insert into project (project_id, tenant_id, name, is_default, created_at)
  values ('prj_' || left(encode(sha256(convert_to(new.tenant_id, 'UTF8')), 'hex'), 16),
          new.tenant_id, 'Default', true, new.created_at);
  return null;
end $$;
create trigger tenant_has_default_project after insert on tenant
  for each row execute function open_default_project();
insert into project (project_id, tenant_id, name, is_default, created_at)
select 'prj_' || left(encode(sha256(convert_to(tenant_id, 'UTF8')), 'hex'), 16),
       tenant_id, 'Default', true, created_at
  from tenant;

-- Empty means: no restriction. Null means: never.
alter table api_key
  add column project_id text,
  add column endpoints  text[] not null default '{}',
  add column networks   cidr[] not null default '{}',
  add column expires_at timestamptz,
  add constraint api_key_models_bounded check (cardinality(models) <= 100),
  add constraint api_key_networks_bounded check (cardinality(networks) <= 32),
  add constraint api_key_endpoints_known check (endpoints <@ array[
    'CHAT_COMPLETIONS', 'COMPLETIONS', 'RESPONSES', 'EMBEDDINGS', 'IMAGE_GENERATIONS']),
  add unique (tenant_id, key_id);

-- Every key changes here, and so is announced again: the topic is of an older format.
update api_key k set project_id = p.project_id
  from project p where p.tenant_id = k.tenant_id and p.is_default;
set constraints all immediate;
alter table api_key
  alter column project_id set not null,
  add foreign key (tenant_id, project_id) references project (tenant_id, project_id);

create or replace function raise_key_version() returns trigger language plpgsql as $$
begin
  if new.project_id <> old.project_id or new.tenant_id <> old.tenant_id
      or new.key_hash <> old.key_hash then
    raise exception 'key % belongs to its project for ever', old.key_id
      using errcode = 'restrict_violation', constraint = 'api_key_belongs_for_ever';
  end if;
  new.version := greatest(new.version, old.version + 1);
  return new;
end $$;

-- A limit may be a project's, and may be for one model.
alter table usage_limit
  add column project_id text,
  add column model_id   text check (length(model_id) between 1 and 96),
  drop constraint usage_limit_tenant_id_key_id_unit_per_ms_key,
  add constraint usage_limit_one_scope check (key_id is null or project_id is null),
  add foreign key (tenant_id, project_id) references project (tenant_id, project_id),
  add foreign key (tenant_id, key_id) references api_key (tenant_id, key_id),
  add constraint usage_limit_once
    unique nulls not distinct (tenant_id, project_id, key_id, model_id, unit, per_ms);

create or replace function announce_limit() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update api_key set changed_at = now()
     where tenant_id = old.tenant_id
       and project_id = coalesce(old.project_id, project_id)
       and key_id = coalesce(old.key_id, key_id);
  end if;
  if tg_op <> 'DELETE' then
    update api_key set changed_at = now()
     where tenant_id = new.tenant_id
       and project_id = coalesce(new.project_id, project_id)
       and key_id = coalesce(new.key_id, key_id);
  end if;
  return null;
end $$;
