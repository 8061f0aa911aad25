-- Ends the reservations of jobs, corrects what they were charged by estimate to what they have
-- used, gives back their places under limits on parallel requests, and takes over what the ledger says is left in funds: all of one tenant, as one step, so
-- that no request sees a job both spent and reserved, or neither. Repeating it changes nothing.
--
-- KEYS: the tenant's reservations, then the charge of each job; what a charge names lies in the
--       same slot, and so do the funds
-- ARGV: what the names of funds begin with, 1 if a fund that is not known becomes known, number of
--       jobs, then for each job: id, tokens used; then for each fund: id, left, version
-- Answer: the ids of funds that were not known, and are not known now either
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local prefix, opens, jobs = ARGV[1], ARGV[2] == '1', tonumber(ARGV[3])

local function release(job)
  local entry = redis.call('HGET', KEYS[1], job)
  if not entry then
    return
  end
  redis.call('HDEL', KEYS[1], job)
  local cost, funds = string.match(entry, '^(%d+) %d+(.*)$')
  for fund in string.gmatch(funds, '%S+') do
    if redis.call('HEXISTS', prefix .. fund, 'r') == 1 then
      redis.call('HINCRBY', prefix .. fund, 'r', '-' .. cost)
    end
  end
end

local function correct(key, used)
  local charges = redis.call('HGETALL', key)
  redis.call('DEL', key)
  for i = 1, #charges, 2 do
    local place = string.match(charges[i + 1], '^place (.+)$')
    if place then
      redis.call('ZREM', charges[i], place)
    else
      local amount, period, cost = string.match(charges[i + 1], '^(%d+) (%d+) (%d+)$')
      local back = math.floor((tonumber(cost) - used) * period / amount)
      local till = math.max(tonumber(redis.call('GET', charges[i]) or 0), now) - back
      if till > now then
        redis.call('SET', charges[i], string.format('%.0f', till), 'PX', math.ceil((till - now) / 1000))
      else
        redis.call('DEL', charges[i])
      end
    end
  end
end

for i = 1, jobs do
  release(ARGV[2 + 2 * i])
  correct(KEYS[1 + i], tonumber(ARGV[3 + 2 * i]))
end

local unknown = {}
for i = 4 + 2 * jobs, #ARGV, 3 do
  local key = prefix .. ARGV[i]
  local known = redis.call('HMGET', key, 'left', 'v')
  if known[1] or opens then
    if not known[1] or tonumber(ARGV[i + 2]) > tonumber(known[2]) then
      redis.call('HSET', key, 'left', ARGV[i + 1], 'v', ARGV[i + 2])
    end
  else
    unknown[#unknown + 1] = ARGV[i]
  end
end
return unknown
