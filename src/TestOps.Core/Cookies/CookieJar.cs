using System.Globalization;

namespace TestOps.Core.Cookies;

/// <summary>
/// The cookies of one session (RFC 6265), on the session's clock. A session talks to one host, so that the domain of a cookie only decides whether it is taken. Not safe for
/// concurrent use.
/// </summary>
internal sealed class CookieJar(Uri origin)
{
    // What RFC 6265, 6.1 asks of a user agent at least: 50 cookies of a domain, 4096 bytes each.
    private const int CookiesMax = 50;
    private const int LengthMax = 4096;

    private readonly List<Cookie> _cookies = [];
    private readonly string _prefix = origin.AbsolutePath.TrimEnd('/');

    /// <summary>Keeps what the <c>Set-Cookie</c> header of an answer to <paramref name="path"/> says; what is no cookie of this host is ignored.</summary>
    public void Store(string setCookie, string path, DateTimeOffset now)
    {
        var parts = setCookie.Split(';');
        var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : parts[0][..equals].Trim();
        if (name.Length == 0 || setCookie.Length > LengthMax || setCookie.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            return;
        }

        var cookie = new Cookie(name, parts[0][(equals + 1)..].Trim(), DefaultPath(path), false, null);
        DateTimeOffset? expires = null;
        DateTimeOffset? maxAge = null;
        foreach (var attribute in parts.Skip(1))
        {
            var at = attribute.IndexOf('=', StringComparison.Ordinal);
            var key = (at < 0 ? attribute : attribute[..at]).Trim().ToLowerInvariant();
            var value = at < 0 ? "" : attribute[(at + 1)..].Trim();
            switch (key)
            {
                case "expires":
                    expires = CookieDate.Parse(value) ?? expires;
                    break;
                case "max-age":
                    maxAge = MaxAge(value, now) ?? maxAge;
                    break;
                case "path":
                    cookie = cookie with { Path = value.StartsWith('/') ? value : DefaultPath(path) };
                    break;
                case "domain" when !IsDomainOfHost(value):
                    return;
                case "secure":
                    cookie = cookie with { IsSecure = true };
                    break;
            }
        }

        // Max-Age wins over Expires, whatever their order.
        Keep(cookie with { Expires = maxAge ?? expires }, now);
    }

    /// <summary>The value of <c>Cookie</c> for a request to <paramref name="path"/>; null where nothing is to be sent. Longer paths come first, then older cookies.</summary>
    public string? HeaderFor(string path, DateTimeOffset now)
    {
        var sent = _cookies.Where(cookie => !IsOver(cookie, now) && (!cookie.IsSecure || origin.Scheme == Uri.UriSchemeHttps) && Matches(PathOf(path), cookie.Path))
            .OrderByDescending(static cookie => cookie.Path.Length).Select(static cookie => $"{cookie.Name}={cookie.Value}").ToList();
        return sent.Count == 0 ? null : string.Join("; ", sent);
    }

    private void Keep(Cookie cookie, DateTimeOffset now)
    {
        _cookies.RemoveAll(known => IsOver(known, now));
        var index = _cookies.FindIndex(known => known.Name == cookie.Name && known.Path == cookie.Path);
        if (IsOver(cookie, now))
        {
            _cookies.RemoveRange(Math.Max(index, 0), index < 0 ? 0 : 1);
        }
        else if (index >= 0)
        {
            // A cookie that is set again keeps its age among the others.
            _cookies[index] = cookie;
        }
        else
        {
            _cookies.Add(cookie);
            if (_cookies.Count > CookiesMax)
            {
                _cookies.RemoveAt(0);
            }
        }
    }

    private static bool IsOver(Cookie cookie, DateTimeOffset now) => cookie.Expires is { } end && end <= now;

    private static DateTimeOffset? MaxAge(string value, DateTimeOffset now)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        return seconds <= 0 ? DateTimeOffset.MinValue : seconds >= (DateTimeOffset.MaxValue - now).TotalSeconds ? DateTimeOffset.MaxValue : now.AddSeconds(seconds);
    }

    private bool IsDomainOfHost(string domain)
    {
        var wanted = domain.TrimStart('.').ToLowerInvariant();
        var host = origin.IdnHost.ToLowerInvariant();
        return wanted.Length == 0 || host == wanted || (origin.HostNameType == UriHostNameType.Dns && host.EndsWith($".{wanted}", StringComparison.Ordinal));
    }

    /// <summary>The path of a request as the host sees it: behind the path of the base address, without the query.</summary>
    private string PathOf(string path)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return _prefix + (query < 0 ? path : path[..query]);
    }

    private string DefaultPath(string path)
    {
        var whole = PathOf(path);
        var last = whole.LastIndexOf('/');
        return last <= 0 ? "/" : whole[..last];
    }

    private static bool Matches(string path, string cookiePath) =>
        path == cookiePath || (path.StartsWith(cookiePath, StringComparison.Ordinal) && (cookiePath.EndsWith('/') || path[cookiePath.Length] == '/'));
}
