namespace TestOps.Load.BuiltIn.Http1;

/// <summary>The idle connections of one virtual user: at most one to each origin, because its calls follow each other; the oldest goes where redirects lead to too many.</summary>
internal sealed class KeptConnections : IDisposable
{
    private const int Max = 20;
    private Origin? _origin;
    private Http1Connection? _connection;
    private List<(Origin Origin, Http1Connection Connection)>? _others;

    /// <summary>Takes the connection to an origin; null where there is none.</summary>
    public Http1Connection? Take(Origin origin)
    {
        if (_connection is { } first && (ReferenceEquals(origin, _origin) || origin == _origin))
        {
            _connection = null;
            return first;
        }

        return _others is null ? null : Take(_others, origin);
    }

    public void Put(Origin origin, Http1Connection connection)
    {
        if (_connection is null)
        {
            _origin = origin;
            _connection = connection;
            return;
        }

        _others ??= [];
        _others.Add((origin, connection));
        if (_others.Count >= Max)
        {
            _others[0].Connection.Dispose();
            _others.RemoveAt(0);
        }
    }

    public void Close()
    {
        _connection?.Dispose();
        _connection = null;
        _others?.ForEach(other => other.Connection.Dispose());
        _others = null;
    }

    public void Dispose() => Close();

    private static Http1Connection? Take(List<(Origin Origin, Http1Connection Connection)> others, Origin origin)
    {
        var at = others.FindIndex(other => other.Origin == origin);
        if (at < 0)
        {
            return null;
        }

        var found = others[at].Connection;
        others.RemoveAt(at);
        return found;
    }
}
