-- Charges one request against all of its limits, or against none.
--
-- A limit that flows back is a virtual schedule (GCRA, ITU-T I.371): the key holds the time, in
-- microseconds, at which everything used so far will have flowed back. Using more moves that time
-- on; it may lie at most one period ahead. A missing key means that nothing is used.
-- A limit on parallel requests is a sorted set of jobs by the millisecond at which each is given up.
--
-- KEYS: one for each limit, then the charge
-- ARGV: job, deadline in ms, ms that the charge is kept, then for each limit:
--       "flow" or "parallel", amount, period in us, cost, and 1 if the cost is an estimate
-- Answer: {number of the limit that refuses or 0, wait in us or -1 for never,
--          then for each limit: what is left, us until all is there again}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local job, deadline, kept = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local count = #KEYS - 1
local refusing, wait = 0, 0
local after, levels = {}, {}

local function refuse(limit, needed)
  if refusing == 0 or (wait ~= -1 and (needed == -1 or needed > wait)) then
    refusing, wait = limit, needed
  end
end

for i = 1, count do
  local at = 3 + (i - 1) * 5
  local amount, period, cost = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  if ARGV[at + 1] == 'flow' then
    local before = math.max(tonumber(redis.call('GET', KEYS[i]) or 0), now)
    local use = math.ceil(cost * period / amount)
    after[i] = before + use
    if use > period then
      refuse(i, -1)
    elseif after[i] - now > period then
      refuse(i, after[i] - now - period)
    end
    levels[i] = {before, amount, period}
  else
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', math.floor(now / 1000))
    local used = redis.call('ZCARD', KEYS[i])
    if used + cost > amount then
      refuse(i, 0)
    end
    levels[i] = {used, amount, 0}
  end
end

local answer = {refusing, wait}
for i = 1, count do
  local at = 3 + (i - 1) * 5
  local cost = tonumber(ARGV[at + 4])
  local level, amount, period = levels[i][1], levels[i][2], levels[i][3]
  if ARGV[at + 1] == 'flow' then
    local till = level
    if refusing == 0 then
      till = after[i]
      if till > now then
        redis.call('SET', KEYS[i], string.format('%.0f', till), 'PX', math.ceil((till - now) / 1000))
      end
      if ARGV[at + 5] == '1' and cost > 0 then
        redis.call('HSET', KEYS[#KEYS], KEYS[i], ARGV[at + 2] .. ' ' .. ARGV[at + 3] .. ' ' .. ARGV[at + 4])
        redis.call('PEXPIRE', KEYS[#KEYS], kept)
      end
    end
    answer[#answer + 1] = math.max(0, math.floor((now + period - till) * amount / period))
    answer[#answer + 1] = math.max(0, till - now)
  else
    if refusing == 0 then
      redis.call('ZADD', KEYS[i], deadline, job)
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
