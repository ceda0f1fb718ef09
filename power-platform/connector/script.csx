// Keeps polls on the connector. While a run has not ended the mesh answers 202 with its own address to ask again; a
// flow that followed it would leave the connection behind, and with it the token and the key. So the address becomes
// that of the request as the flow made it. The query, which tells since when is waited, stays the mesh's.
public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        var response = await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Accepted && response.Headers.Location != null)
        {
            response.Headers.Location = this.OnConnector(response.Headers.Location);
        }

        return response;
    }

    private Uri OnConnector(Uri location)
    {
        var asked = new UriBuilder(this.Context.OriginalRequestUri);
        var query = HttpUtility.ParseQueryString(asked.Query);
        var told = HttpUtility.ParseQueryString(location.Query);
        foreach (var name in told.AllKeys)
        {
            query[name] = told[name];
        }

        asked.Query = query.ToString();
        return asked.Uri;
    }
}
