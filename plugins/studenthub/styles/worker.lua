-- One request a line, one answer a line, both JSON. The document stays a Haskell value from end to end:
-- looking into it from Lua would double the time.
local json = pandoc.json

for line in io.lines() do
  local request = json.decode(line, false)
  local ok, answer = pcall(function()
    return pandoc.write(pandoc.utils.citeproc(pandoc.read(request.text, request.format)), 'html5')
  end)
  io.stdout:write(json.encode({ok = ok, html = ok and answer or '', error = ok and '' or tostring(answer)}), '\n')
  io.stdout:flush()
end
