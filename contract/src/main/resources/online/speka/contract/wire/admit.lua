-- Charges one request against all of its limits and reserves the most that it can cost under all of
-- its funds, or does neither.
--
-- A limit that flows back is a virtual schedule (GCRA, ITU-T I.371): the key holds the time, in
-- microseconds, at which everything used so far will have flowed back. Using more moves that time
-- on; it may lie at most one period ahead. A missing key means that nothing is used.
-- A limit on parallel requests is a sorted set of jobs by the millisecond at which each is given up.
-- A fund is a hash: left, what the ledger says is unspent, reservations not taken off; v, which
-- version of it that is; r, the sum of all open reservations. Where left is missing, nothing is
-- known of the fund, and that is the answer.
-- A job that has a reservation already is within: it is asked a second time.
--
-- KEYS: one for each limit, the charge; then, if there are funds, the reservations and each fund
-- ARGV: job, deadline in ms, ms that the charge is kept, number of limits, most that it can cost,
--       then for each limit: "flow" or "parallel", amount, period in us, cost, and 1 if the cost is
--       an estimate; then the id of each fund
-- Answer: {number of the limit that refuses or 0, wait in us or -1 for never,
--          number of the fund that refuses or 0, number of a fund of which nothing is known or 0,
--          then for each limit: what is left, us until all is there again}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local job, deadline, kept = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local limits, most = tonumber(ARGV[4]), tonumber(ARGV[5])
local charge, reservations, funds = limits + 1, limits + 2, math.max(0, #KEYS - limits - 2)
local again = funds > 0 and redis.call('HEXISTS', KEYS[reservations], job) == 1
local refusing, wait = 0, 0
local after, levels = {}, {}

local function argument(limit, number)
  return ARGV[5 + (limit - 1) * 5 + number]
end

local function refuse(limit, needed)
  if refusing == 0 or (wait ~= -1 and (needed == -1 or needed > wait)) then
    refusing, wait = limit, needed
  end
end

for i = 1, limits do
  local amount, period = tonumber(argument(i, 2)), tonumber(argument(i, 3))
  local cost = tonumber(argument(i, 4))
  if argument(i, 1) == 'flow' then
    local before = math.max(tonumber(redis.call('GET', KEYS[i]) or 0), now)
    local use = math.ceil(cost * period / amount)
    after[i] = before + use
    if not again and use > period then
      refuse(i, -1)
    elseif not again and after[i] - now > period then
      refuse(i, after[i] - now - period)
    end
    levels[i] = {before, amount, period}
  else
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', math.floor(now / 1000))
    local used = redis.call('ZCARD', KEYS[i])
    if not again and used + cost > amount then
      refuse(i, 0)
    end
    levels[i] = {used, amount, 0}
  end
end

local short, unknown, least = 0, 0, 0
for i = 1, funds do
  local fund = redis.call('HMGET', KEYS[reservations + i], 'left', 'r')
  if not fund[1] then
    unknown = i
  elseif not again then
    local free = tonumber(fund[1]) - tonumber(fund[2] or 0)
    if free < most and (short == 0 or free < least) then
      short, least = i, free
    end
  end
end

local within = refusing == 0 and short == 0 and unknown == 0
local charged = within and not again
if charged and funds > 0 then
  local entry = ARGV[5] .. ' ' .. ARGV[2]
  for i = 1, funds do
    redis.call('HINCRBY', KEYS[reservations + i], 'r', ARGV[5])
    entry = entry .. ' ' .. ARGV[5 + limits * 5 + i]
  end
  redis.call('HSET', KEYS[reservations], job, entry)
end

local answer = {refusing, wait, short, unknown}
for i = 1, limits do
  local cost = tonumber(argument(i, 4))
  local level, amount, period = levels[i][1], levels[i][2], levels[i][3]
  if argument(i, 1) == 'flow' then
    local till = level
    if charged then
      till = after[i]
      if till > now then
        redis.call('SET', KEYS[i], string.format('%.0f', till), 'PX', math.ceil((till - now) / 1000))
      end
      if argument(i, 5) == '1' and cost > 0 then
        redis.call('HSET', KEYS[charge], KEYS[i],
            argument(i, 2) .. ' ' .. argument(i, 3) .. ' ' .. argument(i, 4))
        redis.call('PEXPIRE', KEYS[charge], kept)
      end
    end
    answer[#answer + 1] = math.max(0, math.floor((now + period - till) * amount / period))
    answer[#answer + 1] = math.max(0, till - now)
  else
    if charged then
      redis.call('ZADD', KEYS[i], deadline, job)
      -- For a job that outlives its connection: whoever settles it gives the place back.
      redis.call('HSET', KEYS[charge], KEYS[i], 'place ' .. job)
      redis.call('PEXPIRE', KEYS[charge], kept)
      -- Not before the longest of its jobs is given up.
      redis.call('PEXPIRE', KEYS[i], kept, 'NX')
      redis.call('PEXPIRE', KEYS[i], kept, 'GT')
      level = level + cost
    end
    answer[#answer + 1] = math.max(0, amount - level)
    answer[#answer + 1] = 0
  end
end
return answer
