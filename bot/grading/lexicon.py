"""Words of the language and of the field, as data: one string a kind, split when the module is imported.

Everything here is written for this project. A group of synonyms is one line; an antonym pair is two words.
"""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those there here it its he she they them their his her i me my we us our you your one ones
    is are was were be been being am do does did done doing has have had having will would shall should can could may
    might must of in on at to from by for with as into onto about than then so if when while which who whom whose what
    where why how and or but nor yet also too very just only even still again ever such some any all each every both
    either other another more most less much many few own same up down out off over under through during because since
    until though although however therefore thus hence etc eg ie via per let lets get gets got getting go goes going
    thing things way ways kind sort bit lot lots basically simply really actually maybe perhaps well ok okay like
    himself herself itself themselves yourself myself someone somebody something anyone anybody anything everything
    everyone everybody ah oh uh um hm hmm er mm lol yes yeah yep now
    not no never nothing nobody neither cannot without don't doesn't didn't isn't aren't wasn't weren't can't
    couldn't won't wouldn't shouldn't mustn't hasn't haven't hadn't needn't ain't dont doesnt didnt isnt arent wasnt
    cant couldnt wont wouldnt shouldnt hasnt havent
    u ur w r im ive id ill youre its thats theres whats lets i'm i've i'd i'll you're it's that's there's what's let's
    you'll we'll they'll it'll he's she's who's they're we're you've we've they've
    """.split(),
)
"""Words that hold a sentence together and carry no content of their own."""

LINKS = FUNCTION_WORDS - frozenset("etc eg ie lol ok okay yes no not and or".split())
"""Function words whose presence shows that something is being said, not merely listed."""

NEGATORS = frozenset(
    """
    not no never nothing nobody neither nor cannot hardly don't doesn't didn't isn't aren't wasn't weren't can't
    couldn't won't wouldn't shouldn't mustn't hasn't haven't hadn't needn't ain't dont doesnt didnt isnt arent wasnt
    cant couldnt wont wouldnt shouldnt hasnt havent
    """.split(),
)
"""Each turns the claim that follows it, to the end of its clause."""

OPENERS = frozenset("without unlike instead rather except lacks lack lacking unless avoid avoids".split())
"""Each sets what follows it apart from the claim, without turning the claim itself."""

CONDITIONS = frozenset("if when whenever unless otherwise else once until".split())
"""A clause that opens with one of these supposes; it does not claim."""

POSITIVE_IDIOMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """
    not only
    not just
    not merely
    not simply
    no matter
    no doubt
    no wonder
    no problem
    not to mention
    don't forget
    dont forget
    do not forget
    never forget
    why not
    nothing but
    no idea
    not sure
    not least
    can't go wrong
    no need to worry
    if not
    """.strip().splitlines()
)
"""Sequences that contain a negator and deny nothing."""

CORRECTIONS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """
    wait no
    no wait
    oh wait
    hm wait
    hmm wait
    uh wait
    um wait
    ah wait
    er wait
    eh wait
    but wait
    wait
    hold on
    hang on
    scratch that
    strike that
    correction
    i mean
    no sorry
    sorry no
    ah sorry
    oh sorry
    sorry
    my mistake
    let me fix
    that is outdated
    that's outdated
    okay no
    ok no
    my bad
    that is wrong
    that's wrong
    thats wrong
    that was wrong
    not true
    other way round
    other way around
    the other way round
    actually no
    actually not
    actually it doesn't
    hm no
    hmm no
    mm no
    mmm no
    uh no
    um no
    er no
    erm no
    eh no
    lol no
    oh no
    ah no
    well no
    but no
    no no
    no that
    no that's
    no actually
    one minute
    one moment
    one sec
    let me correct
    i take that back
    or rather
    oops
    on second thought
    take it back
    take that back
    forget that
    not quite
    is nonsense
    was nonsense
    is wrong
    was wrong
    on second thoughts
    """.strip().splitlines()
)
"""How people take back what they have just said, longest wording first when they are matched."""

HEARSAY: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """
    people think
    people believe
    people say
    many think
    many believe
    some think
    some say
    some people
    students take
    beginners think
    beginners often
    you might think
    you may think
    one might think
    i used to
    i thought
    i'd have said
    i would have said
    common mistake
    a mistake
    the mistake
    by mistake
    misconception
    myth
    take it for
    mistake it for
    contrary to
    in theory
    forget
    """.strip().splitlines()
)
"""Openings of what others believe or what goes wrong; the sentence that holds one claims nothing false."""

DUNNO = frozenset(
    """
    i don't dont do not know no idea clue sorry pass skip never heard of it used this that not sure unsure have any
    haven't havent a the what is about can't cant remember forgot really have dunno idk me beats sure at all yet tbh
    honestly lol nope none nothing n na answer blank anything learned learnt studied
    """.split(),
)
"""When an answer has no other words than these, its writer has passed."""

IRREGULAR = {
    form: base
    for line in """
    keep kept
    send sent
    hold held
    run ran running
    write wrote written writing
    build built
    find found
    make made making
    give gave given giving
    lose lost losing
    hide hidden hid hiding
    choose chose chosen choosing
    bind bound
    break broke broken
    take took taken
    begin began begun
    forget forgot forgotten
    catch caught
    throw threw thrown
    know knew known
    show shown
    grow grew grown
    lie lies lay lying
    sit sat
    go went gone
    come came
    see saw seen
    say said
    tell told
    think thought
    mean meant
    leave left
    meet met
    pay paid
    sell sold
    buy bought
    bring brought
    teach taught
    stand stood
    understand understood
    win won
    fall fell fallen
    drive drove driven
    speak spoke spoken
    steal stole stolen
    rise rose risen
    swing swung
    feed fed
    lead led
    wrap wrapped wrapping wrapper wraps
    child children
    datum data
    index indices indexes
    vertex vertices
    matrix matrices
    people person persons
    man men
    foot feet
    half halves
    leaf leaves
    criterion criteria
    query queries
    authorization authorisation authorize authorise authorized authorised authorizes authorises authz
    authentication authn authenticate authenticates authenticated authenticating authenticity
    author authors
    organization organisation
    normal normally
    user users
    universe universal
    process processes processed processing
    processor processors
    operate operates operating operated
    operator operators
    generate generates generated generating generation
    generator generators
    general generally
    session sessions
    signal signals
    sign signed signs signing signature signatures
    store stores stored storing storage
    extension extensions
    extend extends extended extending
    extent extents
    important importance
    import imports imported importing
    template templates templating
    """.strip().splitlines()
    for base, *forms in [line.split()]
    for form in (base, *forms)
}
"""Word forms that a stemmer gets wrong: what it would leave apart, and what it would throw together."""

SYNONYMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """
    function method routine procedure subroutine func
    argument parameter param arg
    database db
    configuration config setting conf
    environment env
    production prod live
    development dev
    documentation docs doc
    repository repo
    directory folder dir
    application app
    authentication auth login
    authorization permission
    package library module lib dependency
    error exception
    url address link path uri
    client browser
    visitor user person
    identical same
    each every
    keep store save persist hold remember
    get receive obtain fetch retrieve
    send return give transmit deliver
    make create build construct generate produce
    define declare specify
    split divide separate break partition
    check verify validate test
    allow permit let enable
    prevent avoid stop block forbid refuse reject
    start launch begin
    end finish stop terminate
    remove delete drop erase
    change modify update alter edit
    use utilize employ apply
    call invoke execute run
    need require must necessary mandatory
    big large huge great
    small tiny little minimal minimalist lightweight
    fast quick rapid speed
    easy simple
    hard difficult
    show display print output
    join combine merge connect link attach
    contain include comprise hold
    element item entry
    list array sequence
    variable value
    class type
    object instance
    reuse reusable
    public external
    secret private
    secure safe protect
    password credential
    dangerous unsafe risky
    error bug fault mistake
    part piece component portion section
    whole entire complete
    first initial
    last final
    repeat loop iterate
    copy duplicate
    increase grow rise
    decrease reduce shrink lower fall
    cause result lead
    help aid assist
    aim goal purpose
    main primary principal
    kind type sort
    amount quantity number
    position location place
    memory storage
    compile translate
    program software code
    phase stage step
    feature functionality
    pick choose select
    group organize structure
    template page
    reply response answer
    ask request
    automatic automatically
    default
    decorator decorate
    register add
    swap replace substitute
    guess estimate
    average mean
    cell unit
    find search locate look
    test testing
    multiple several many various
    single one
    two both second
    """.strip().splitlines()
    if len(line.split()) > 1
)
"""Words that people of the field use for one another. A synonym earns a little less than the word itself."""

ANTONYMS: tuple[tuple[str, str], ...] = tuple(
    (a, b)
    for line in """
    client server
    browser server
    before after
    above below
    always never
    authentication authorization
    encrypted signed
    allow forbid
    enable disable
    on off
    inside outside
    global local
    public private
    first last
    increase decrease
    more less
    larger smaller
    big small
    fast slow
    static dynamic
    sync async
    synchronous asynchronous
    mutable immutable
    true false
    start end
    open closed
    high low
    maximum minimum
    input output
    read write
    add remove
    required optional
    safe unsafe
    secure insecure
    valid invalid
    same different
    positive negative
    left right
    top bottom
    production development
    manual automatic
    automatically manually
    hot cold
    strong weak
    series parallel
    parent child
    outer inner
    hidden visible
    """.strip().splitlines()
    for a, b in [line.split()]
)
"""Words that turn a claim into another one when they stand in each other's place."""

SUBJECTS = frozenset(
    """
    flask django fastapi rails laravel nextjs react vue angular php java golang nodejs ruby symfony quart sanic tornado
    starlette streamlit wordpress nestjs
    """.split(),
)
"""Frameworks and languages: a claim belongs to the one that its sentence names."""

FIELD_WORDS = frozenset(
    """
    api apis app apps async auth authn authz backend frontend boolean cli config configs cors cpu crud csrf css csv db
    dev devs django docker dockerfile dns env envs esp exe fastapi favicon filename filenames filesystem flask frontend
    gevent github gitlab gunicorn haproxy heroku hmac hostname html http https ide init int ints ip ipc itsdangerous
    jinja jpg js json jwt kubernetes k8s kwargs localhost login lookup metadata middleware mongodb mysql namespace nginx
    nosql npm oauth orm os param params pathname pdf php pip plugin png postgres postgresql pythonic pypi pytest queue
    ram rds redis regex repo repos rest runtime saas sdk serializer smtp sql sqlalchemy sqlite ssl stateful stateless
    stderr stdin stdout subclass subclasses superclass tcp tls todo toml tuple tuples txt udp unicode unittest uri uris
    url urls utf uuid uwsgi venv virtualenv vm vue waitress webserver websocket websockets werkzeug wsgi asgi wtf
    wtforms
    xml xss yaml hypercorn uvicorn caddy systemd celery marshmallow pydantic quart bcrypt argon scrypt blinker click
    markupsafe webpack typescript javascript nodejs node mvc mvt mvp cookiecutter sentry pallets deserialize deallocate
    nonblocking untyped memoize refactor hashable iterable iterables mutex semaphore mutexes deadlock deadlocks enum
    backtracking preorder postorder inorder hashmap dataset datasets overfitting backpropagation backprop perceptron
    numpy pandas sklearn matplotlib docstring lambda args dict dicts str bool len elif printf scanf malloc
    """.split(),
)
"""Words of the trade that English word lists lack; none of them is a slip of the pen."""
