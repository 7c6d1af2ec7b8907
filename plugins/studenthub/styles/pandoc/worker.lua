-- One request a line, one answer a line, both JSON. The document stays a Haskell value from end to end:
-- looking into it from Lua would double the time.
local json = pandoc.json
local version = '{"pandoc-api-version":[' .. tostring(PANDOC_API_VERSION):gsub('%.', ',') .. '],'

-- What Pandoc cannot read it writes as TeX, and says why.
local function mathml(formula)
  local math = pandoc.Math(formula.display and 'DisplayMath' or 'InlineMath', formula.tex)
  local messages, html = pandoc.log.silence(function()
    return pandoc.write(pandoc.Pandoc{pandoc.Plain{math}}, 'html5', {html_math_method = 'mathml'})
  end)
  local wrong = messages[1] and (messages[1].message:match('\nunexpected ([^\n]+)') or 'something in it') or ''
  return {html = wrong == '' and html or '', wrong = wrong}
end

for line in io.lines() do
  local request = json.decode(line, false)
  local ok, answer = pcall(function()
    if request.formulas then
      return json.encode(pandoc.List(request.formulas):map(mathml))
    end
    local document = pandoc.read(version .. request.document:sub(2), 'json')
    return pandoc.write(pandoc.utils.citeproc(document), 'json')
  end)
  io.stdout:write(json.encode({ok = ok, answer = ok and answer or '', error = ok and '' or tostring(answer)}), '\n')
  io.stdout:flush()
end
