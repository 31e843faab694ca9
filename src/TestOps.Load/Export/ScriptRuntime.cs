namespace TestOps.Load.Export;

/// <summary>The functions that an exported script brings along: those that it uses, and no others.</summary>
internal static class ScriptRuntime
{
    private static readonly (string Name, string Text)[] s_functions =
    [
        ("text", """
            // The value of an expression as text. A missing one is a mistake, not an empty text.
            function text(given) {
              if (given === undefined || given === null) throw new Error('an expression has no value');
              return typeof given === 'object' ? canonical(given) : String(given);
            }
            """),
        ("value", """
            // The value of an expression as a part of a JSON body.
            function value(given) {
              if (given === undefined) throw new Error('an expression has no value');
              return given;
            }
            """),
        ("json", """
            function json(given) {
              return { type: 'application/json', content: canonical(given) };
            }
            """),
        ("exact", """
            // A number with more digits than JavaScript keeps, as it is sent.
            function exact(digits) {
              return () => digits;
            }
            """),
        ("plain", """
            function plain(given) {
              return { type: 'text/plain; charset=utf-8', content: given };
            }
            """),
        ("form", """
            function form(fields) {
              const encode = (part) => escaped(part).replace(/%20/g, '+');
              return { type: 'application/x-www-form-urlencoded', content: fields.map(([name, given]) => `${encode(name)}=${encode(given)}`).join('&') };
            }
            """),
        ("multipart", """
            function multipart(parts) {
              const boundary = 'testops-export-7MA4YWxkTrZu0gW';
              const quoted = (given) => given.replace(/"/g, '%22');
              const chunks = [];
              for (const { name, content, filename, type } of parts) {
                const file = filename === undefined ? '' : `; filename="${quoted(filename)}"`;
                chunks.push(bytes(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`));
                chunks.push(typeof content === 'string' ? bytes(content) : new Uint8Array(content), bytes('\r\n'));
              }
              chunks.push(bytes(`--${boundary}--\r\n`));
              const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
              chunks.reduce((at, chunk) => { all.set(chunk, at); return at + chunk.length; }, 0);
              return { type: `multipart/form-data; boundary=${boundary}`, content: all.buffer };
            }
            """),
        ("bytes", """
            function bytes(given) {
              return Uint8Array.from(unescape(encodeURIComponent(given)), (character) => character.charCodeAt(0));
            }
            """),
        ("query", """
            function query(path, parameters) {
              const pairs = Object.keys(parameters).map((name) => `${escaped(name)}=${escaped(parameters[name])}`);
              return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
            }
            """),
        ("escaped", """
            function escaped(given) {
              return encodeURIComponent(given).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
            }
            """),
        ("next", """
            // A step begins: the answer of the one before is in nobody's scope.
            function next(name, number, repetition) {
              return { step: { name, number, repetition }, status: 0, body: undefined, headers: {} };
            }
            """),
        ("poll", """
            // Asks until the value at a pointer is as expected. All attempts send the one request.
            function poll(step, method, path, request, pointer, conditions, every, timeout) {
              const started = Date.now();
              let answer = send(step, method, path, request);
              while (answer.status !== 0 && !holds(at(answer.body, pointer), conditions) && (Date.now() - started) / 1000 <= timeout - every) {
                sleep(every);
                answer = send(step, method, path, request);
              }
              return answer;
            }
            """),
        ("send", """
            // One request. The tag `name` is the step's, as with the built-in driver.
            function send(step, method, path, { body, headers, cookies, jar, redirects, timeout }) {
              const params = { headers: { ...common, ...(body && { 'Content-Type': body.type }), ...headers }, tags: { name: step.name }, redirects, timeout };
              if (cookies) params.cookies = Object.fromEntries(Object.entries(cookies).map(([name, given]) => [name, { value: given, replace: true }]));
              if (jar) params.jar = jar;
              const response = http.request(method, base + path, body ? body.content : null, params);
              const answer = { status: response.status, body: undefined, headers: {} };
              for (const name of Object.keys(response.headers)) answer.headers[name.toLowerCase()] = response.headers[name];
              try {
                answer.body = JSON.parse(response.body);
              } catch (problem) {
                answer.body = undefined;   // not JSON: checks on the body fail
              }
              return answer;
            }
            """),
        ("judge", """
            // Every check counts in every answer. Without an answer all of them have failed, and so has one that throws.
            function judge(step, status, checks) {
              for (const [name, test] of checks) {
                let passed = false;
                try {
                  passed = status !== 0 && Boolean(test());
                } catch (problem) {
                  passed = false;
                }
                check(null, { [name]: () => passed }, { name: step.name });
              }
            }
            """),
        ("holds", """
            // Conditions of a check, with the words of the suite.
            function holds(given, c, isHeader = false) {
              if (given === undefined) return c.exists === false;
              if (c.exists === false) return false;
              const size = typeof given === 'string' || Array.isArray(given) ? given.length : typeof given === 'object' && given !== null ? Object.keys(given).length : undefined;
              const number = isHeader && given.trim() !== '' ? Number(given) : typeof given === 'number' ? given : NaN;
              return (c.type === undefined || typeOf(given) === c.type || (c.type === 'integer' && Number.isInteger(given)))
                && (c.equals === undefined || same(given, c.equals))
                && (c.in === undefined || c.in.some((one) => same(given, one)))
                && (c.matches === undefined || (typeof given === 'string' && c.matches.test(given)))
                && (c.contains === undefined || (typeof given === 'string' ? typeof c.contains === 'string' && given.includes(c.contains) : Array.isArray(given) && given.some((one) => same(one, c.contains))))
                && (c.length === undefined || size === c.length)
                && (c.min === undefined || number >= c.min)
                && (c.max === undefined || number <= c.max);
            }
            """),
        ("typeOf", """
            function typeOf(given) {
              return given === null ? 'null' : Array.isArray(given) ? 'array' : typeof given;
            }
            """),
        ("same", """
            function same(one, other) {
              return canonical(one) === canonical(other);
            }
            """),
        ("at", """
            // The value at a JSON Pointer; undefined where there is none.
            function at(given, pointer) {
              let found = given;
              for (const part of pointer.split('/').slice(1)) {
                const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
                if (found === null || typeof found !== 'object' || !Object.prototype.hasOwnProperty.call(found, key) || (Array.isArray(found) && !/^(0|[1-9][0-9]*)$/.test(key))) return undefined;
                found = found[key];
              }
              return found;
            }
            """),
        ("canonical", """
            // JSON with its keys in order: what the built-in driver sends, byte for byte.
            function canonical(given) {
              if (Array.isArray(given)) return `[${given.map((item) => canonical(item === undefined ? null : item)).join(',')}]`;
              if (typeof given === 'function') return given();
              if (given === null || typeof given !== 'object') return JSON.stringify(given);
              const keys = Object.keys(given).filter((key) => given[key] !== undefined).sort();
              return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(given[key])}`).join(',')}}`;
            }
            """),
        ("uniform", """
            function uniform(least, most) {
              return least + Math.random() * (most - least);
            }
            """),
        ("exponential", """
            function exponential(mean) {
              return -Math.log(1 - Math.random()) * mean;
            }
            """),
        ("lognormal", """
            function lognormal(median, sigma) {
              const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
              return median * Math.exp(sigma * normal);
            }
            """),
    ];

    private const string Random = """
        const random = {
          int: (bound) => Math.floor(Math.random() * bound),
          unit: () => Math.random(),
          pick: (list) => list[Math.floor(Math.random() * list.length)],
        };
        """;

    /// <summary>The functions that <paramref name="body"/> calls, and those that they call.</summary>
    public static string For(string body)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([body]);
        while (open.TryDequeue(out var text))
        {
            foreach (var function in s_functions.Where(function => text.Contains($"{function.Name}(", StringComparison.Ordinal) && used.Add(function.Name)))
            {
                open.Enqueue(function.Text);
            }
        }

        var lines = s_functions.Where(function => used.Contains(function.Name)).Select(static function => $"\n{function.Text}\n");
        return (body.Contains("random.", StringComparison.Ordinal) ? $"\n{Random}\n" : "") + string.Concat(lines);
    }
}
