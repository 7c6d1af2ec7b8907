-- One request a line, one answer a line, both JSON. The document stays a Haskell value from end to end:
-- looking into it from Lua would double the time.
local json = pandoc.json

-- What Pandoc cannot read it writes as TeX, and says why.
local function mathml(formula)
  local math = pandoc.Math(formula.display and 'DisplayMath' or 'InlineMath', formula.tex)
  local messages, html = pandoc.log.silence(function()
    return pandoc.write(pandoc.Pandoc{pandoc.Plain{math}}, 'html5', {html_math_method = 'mathml'})
  end)
  local wrong = messages[1] and (messages[1].message:match('\nunexpected ([^\n]+)') or 'something in it') or ''
  return {html = wrong == '' and html or '', wrong = wrong}
end

-- Paths are given here, not in the head of the text: there they would be Markdown, and `_a_` the word a.
local function document(request)
  local read = pandoc.read(request.text, request.format)
  for name, path in pairs(request.files) do
    read.meta[name] = path
  end
  return read
end

for line in io.lines() do
  local request = json.decode(line, false)
  local ok, answer = pcall(function()
    if request.formulas then
      return json.encode(pandoc.List(request.formulas):map(mathml))
    end
    return pandoc.write(pandoc.utils.citeproc(document(request)), 'html5')
  end)
  io.stdout:write(json.encode({ok = ok, html = ok and answer or '', error = ok and '' or tostring(answer)}), '\n')
  io.stdout:flush()
end
