namespace TestOps.Core.WarRoom;

/// <summary>Reads incidents. They are written with the <see cref="Journaling.IncidentOpened"/> event, in the same transaction.</summary>
public interface IIncidentStore
{
    /// <summary>Incidents, last seen first; at most <paramref name="limit"/> (1-1000).</summary>
    Task<IReadOnlyList<IncidentRecord>> ListIncidentsAsync(int limit, CancellationToken cancellationToken);
}
